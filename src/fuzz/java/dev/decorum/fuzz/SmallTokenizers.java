package dev.decorum.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Tokenizers of a few tokens, one for each component that the native library knows. */
final class SmallTokenizers {
  private static final String MODEL =
      "{'type':'BPE','dropout':null,'unk_token':null,'continuing_subword_prefix':'',"
          + "'end_of_word_suffix':'','fuse_unk':false,'byte_fallback':false,'ignore_merges':false,"
          + "'vocab':{'a':0,'b':1,'ab':2,'!':3},'merges':['a b']}";
  private static final String BYTE_LEVEL =
      "{'type':'ByteLevel','add_prefix_space':false,'trim_offsets':true,'use_regex':true}";

  private static final List<String> NORMALIZERS =
      List.of(
          "null",
          "{'type':'NFC'}",
          "{'type':'Lowercase'}",
          "{'type':'Replace','pattern':{'String':'a'},'content':'b'}",
          "{'type':'Replace','pattern':{'Regex':'(a|aa)+$'},'content':'b'}",
          "{'type':'Precompiled','precompiled_charsmap':'AAAA'}",
          "{'type':'BertNormalizer','clean_text':true,'handle_chinese_chars':true,"
              + "'strip_accents':null,'lowercase':true}",
          "{'type':'Sequence','normalizers':[{'type':'Strip','strip_left':true,'strip_right':true},"
              + "{'type':'StripAccents'},{'type':'Prepend','prepend':'a'},{'type':'Nmt'}]}");

  private static final List<String> PRE_TOKENIZERS =
      List.of(
          BYTE_LEVEL,
          "{'type':'Whitespace'}",
          "{'type':'Metaspace','replacement':'_','prepend_scheme':'always','split':true}",
          "{'type':'Digits','individual_digits':true}",
          "{'type':'Punctuation','behavior':'Isolated'}",
          "{'type':'CharDelimiterSplit','delimiter':'a'}",
          "{'type':'UnicodeScripts'}",
          "{'type':'FixedLength','length':0}",
          "{'type':'Split','pattern':{'Regex':'(a+)+$'},'behavior':'Isolated','invert':false}",
          "{'type':'Sequence','pretokenizers':[{'type':'BertPreTokenizer'}," + BYTE_LEVEL + "]}");

  private static final List<String> POST_PROCESSORS =
      List.of(
          "null",
          BYTE_LEVEL,
          "{'type':'TemplateProcessing','single':[{'Sequence':{'id':'A','type_id':0}}],'pair':[],"
              + "'special_tokens':{'a':{'id':'a','ids':[0],'tokens':['a']}}}",
          "{'type':'RobertaProcessing','sep':['a',0],'cls':['b',1],'trim_offsets':true,"
              + "'add_prefix_space':true}");

  private static final List<String> OTHERS =
      List.of(
          "'truncation':{'direction':'Right','max_length':0,'strategy':'LongestFirst','stride':5}",
          "'padding':{'strategy':{'Fixed':9},'direction':'Right','pad_to_multiple_of':0,'pad_id':0,"
              + "'pad_type_id':0,'pad_token':'a'}",
          "'added_tokens':[{'id':4,'content':'<x>','single_word':true,'lstrip':true,'rstrip':true,"
              + "'normalized':true,'special':true}]",
          "'decoder':{'type':'Replace','pattern':{'Regex':'a*'},'content':''}");

  private SmallTokenizers() {}

  static List<String> all() {
    List<String> all = new ArrayList<>();
    NORMALIZERS.forEach(component -> all.add(with("'normalizer':" + component)));
    PRE_TOKENIZERS.forEach(component -> all.add(with("'pre_tokenizer':" + component)));
    POST_PROCESSORS.forEach(component -> all.add(with("'post_processor':" + component)));
    OTHERS.forEach(component -> all.add(with(component)));
    all.add("{'version':'1.0','added_tokens':[],'model':" + MODEL.replace("null", "0.5") + "}");
    return all;
  }

  private static String with(String component) {
    String preTokenizer =
        component.startsWith("'pre_tokenizer'") ? "" : "'pre_tokenizer':" + BYTE_LEVEL + ",";
    return "{'version':'1.0'," + preTokenizer + component + ",'model':" + MODEL + "}";
  }
}
